"""Alembic's entry: runs on the connection and in the transaction that `core.store.migrate.upgrade` hands over."""

from alembic import context

from core.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
