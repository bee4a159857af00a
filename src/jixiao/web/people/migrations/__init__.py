"""Migrations of the database (数据库变更)."""
