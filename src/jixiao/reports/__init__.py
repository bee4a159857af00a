"""Reports (审核报告) of one form: an interactive page in one file, the same on paper (PDF, Word), and a drafted text.

What a report says is worked out once (`content`), with what can be shown of the original (`origin`); `web`, `paper` and
`word` only set it.
"""
