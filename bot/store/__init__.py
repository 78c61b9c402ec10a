"""The edge towards the database: SQLAlchemy schema, queries and Alembic migrations; SQLite by default, PostgreSQL by URL. The outbox's moves are transactions here."""
