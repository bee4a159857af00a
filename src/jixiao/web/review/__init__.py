"""The review desk (审核台): the queue sorted by risk, one form under review, statistics, disclosure."""
