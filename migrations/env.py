"""Runs migrations on the application's own engine."""

from alembic import context
from flask import current_app

from app.models import Base


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    connectable = engine.execution_options(migrating=True)
    with connectable.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:  # inside a transaction the pragma does nothing
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=sqlite,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if sqlite:
            connection.commit()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")


run()
