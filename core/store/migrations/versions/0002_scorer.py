"""Parts say what scored them, so that scores of several models are not counted together. Frozen."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; results so far name only the file of their model, which stands for what scored them."""
    op.add_column("parts", sa.Column("scorer", sa.String(64), nullable=False, server_default=""))
    is_sqlite = op.get_context().dialect.name == "sqlite"
    named = "json_extract(body, '$.model.sha256')" if is_sqlite else "CAST(body AS json) #>> '{model,sha256}'"
    op.execute(
        sa.text(
            f"UPDATE parts SET scorer = COALESCE((SELECT {named} FROM results WHERE results.id = parts.result_id), '') "
            "WHERE result_id IS NOT NULL"
        )
    )
