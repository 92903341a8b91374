"""An index of some rows is that on both databases, and costs no import of either."""

from sqlalchemy import Column, Integer, MetaData, Table, inspect

from bot.kit.indexes import index_where


def test_an_index_is_of_the_rows_that_its_condition_holds_for(db):
    metadata = MetaData()
    Table(
        "boxes_for_tests",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("opened", Integer),
        index_where("ix_boxes_opened", "opened", "opened IS NOT NULL"),
    )
    metadata.create_all(db.engine)
    try:
        (index,) = inspect(db.engine).get_indexes("boxes_for_tests")
    finally:
        metadata.drop_all(db.engine)
    assert index["column_names"] == ["opened"]
    (condition,) = [said for said in index["dialect_options"].items() if said[0].endswith("_where")]
    assert "opened IS NOT NULL" in str(condition[1])
