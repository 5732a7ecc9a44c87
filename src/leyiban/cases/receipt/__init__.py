"""收到时间 (F1.7): what the applicant says of the moment at which his papers were received, and who checks it."""
