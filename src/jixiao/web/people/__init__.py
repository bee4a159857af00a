"""Organisations and people (单位与人员): the tree, accounts, posts, and what each may do."""
