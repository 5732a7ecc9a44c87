"""Cases (办件): an application on its way from the first page to the result in the applicant's hand."""
