"""The applicant's way: begin, fill in, hand in papers, check, send, follow, put right, receive."""
