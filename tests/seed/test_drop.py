# SPDX-License-Identifier: Apache-2.0
"""The end of a table."""

import pytest

from users import PEOPLE, create_users


def test_dropped_table_does_not_exist(dynamodb_resource, table_name):
    table = create_users(dynamodb_resource, table_name)
    table.put_item(Item=PEOPLE[0])
    table.delete()
    table.meta.client.get_waiter("table_not_exists").wait(TableName=table_name)
    with pytest.raises(table.meta.client.exceptions.ResourceNotFoundException):
        table.reload()
    assert table_name not in [t.name for t in dynamodb_resource.tables.all()]
