// SPDX-License-Identifier: Apache-2.0
//
// The JavaScript SDK v3: one table with a global secondary index from its creation to its end.
//
//   node life_of_a_table.mjs TABLE    (the endpoint in MAGNETO_ENDPOINT)

import assert from 'node:assert/strict';
import {
  ConditionalCheckFailedException, CreateTableCommand, DeleteTableCommand, DescribeTableCommand,
  DynamoDBClient, ResourceNotFoundException, paginateListTables, waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand,
  TransactWriteCommand, UpdateCommand, paginateQuery, paginateScan,
} from '@aws-sdk/lib-dynamodb';

const TableName = process.argv[2];
const IndexName = 'ByOwnerAndPrice';
const client = new DynamoDBClient({endpoint: process.env.MAGNETO_ENDPOINT, maxAttempts: 1});
const documents = DynamoDBDocumentClient.from(client);
const waiting = {client, minDelay: 1, maxDelay: 2, maxWaitTime: 30};

async function create() {
  await client.send(new CreateTableCommand({
    TableName,
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 5},
    AttributeDefinitions: [
      {AttributeName: 'Shelf', AttributeType: 'N'},
      {AttributeName: 'Slot', AttributeType: 'B'},
      {AttributeName: 'Owner', AttributeType: 'S'},
      {AttributeName: 'Price', AttributeType: 'N'},
    ],
    KeySchema: [
      {AttributeName: 'Shelf', KeyType: 'HASH'},
      {AttributeName: 'Slot', KeyType: 'RANGE'},
    ],
    GlobalSecondaryIndexes: [{
      IndexName,
      KeySchema: [
        {AttributeName: 'Owner', KeyType: 'HASH'},
        {AttributeName: 'Price', KeyType: 'RANGE'},
      ],
      Projection: {ProjectionType: 'INCLUDE', NonKeyAttributes: ['Label']},
      ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 5},
    }],
  }));
  await waitUntilTableExists(waiting, {TableName});
  const {Table} = await client.send(new DescribeTableCommand({TableName}));
  assert.equal(Table.TableStatus, 'ACTIVE');
  assert.ok(Table.CreationDateTime instanceof Date);
  assert.equal(Table.ProvisionedThroughput.ReadCapacityUnits, 5);
}

const thing = (Shelf, slot, Owner, Price) =>
    ({Shelf, Slot: Uint8Array.of(slot), Owner, Price, Label: `${Owner} ${slot}`, Secret: {deep: {x: 1, rest: [null, true]}}});

async function fill() {
  for (let slot = 0; slot < 5; slot++) {
    await documents.send(new PutCommand({TableName, Item: thing(1, slot, 'ann', -slot)}));
  }
  const more = [];
  for (let slot = 250; slot < 256; slot++) more.push({PutRequest: {Item: thing(2, slot, 'bob', slot / 8)}});
  const {UnprocessedItems} = await documents.send(new BatchWriteCommand({RequestItems: {[TableName]: more}}));
  assert.deepEqual(UnprocessedItems, {});
}

async function read() {
  const {Item} = await documents.send(new GetCommand({TableName, Key: {Shelf: 1, Slot: Uint8Array.of(3)}}));
  assert.deepEqual(Item, thing(1, 3, 'ann', -3));

  const {Items} = await documents.send(new QueryCommand({
    TableName, IndexName, KeyConditionExpression: '#o = :o AND Price BETWEEN :low AND :high',
    ExpressionAttributeNames: {'#o': 'Owner'}, ExpressionAttributeValues: {':o': 'ann', ':low': -3, ':high': -1},
  }));
  assert.deepEqual(Items.map((item) => item.Price), [-3, -2, -1]);
  assert.deepEqual(Object.keys(Items[0]).sort(), ['Label', 'Owner', 'Price', 'Shelf', 'Slot']);
}

async function update() {
  const Key = {Shelf: 1, Slot: Uint8Array.of(0)};
  const {Attributes} = await documents.send(new UpdateCommand({
    TableName, Key, UpdateExpression: 'SET Secret.deep.x = :x, Price = Price - :one',
    ExpressionAttributeValues: {':x': 'y', ':one': 1}, ReturnValues: 'UPDATED_NEW',
  }));
  assert.deepEqual(Attributes, {Secret: {deep: {x: 'y'}}, Price: -1});
  await assert.rejects(
      documents.send(new PutCommand({TableName, Item: Key, ConditionExpression: 'attribute_not_exists(Shelf)'})),
      (error) => error instanceof ConditionalCheckFailedException && error.message === 'The conditional request failed');
  await documents.send(new TransactWriteCommand({TransactItems: [
    {Delete: {TableName, Key: {Shelf: 1, Slot: Uint8Array.of(4)}}},
    {Update: {TableName, Key, UpdateExpression: 'REMOVE Secret'}},
  ]}));
  const {Item} = await documents.send(new GetCommand({TableName, Key}));
  assert.equal(Item.Secret, undefined);
}

async function page() {
  const slots = [];
  let pages = 0;
  for await (const {Items} of paginateQuery({client: documents, pageSize: 4}, {
    TableName, KeyConditionExpression: 'Shelf = :s', ExpressionAttributeValues: {':s': 2}, ScanIndexForward: false,
  })) {
    pages++;
    slots.push(...Items.map((item) => item.Slot[0]));
  }
  assert.deepEqual(slots, [255, 254, 253, 252, 251, 250]);
  assert.equal(pages, 2);
  let scanned = 0;
  for await (const {Count} of paginateScan({client: documents, pageSize: 3}, {TableName})) scanned += Count;
  assert.equal(scanned, 10);
}

async function drop() {
  const names = [];
  for await (const {TableNames} of paginateListTables({client, pageSize: 1}, {})) names.push(...TableNames);
  assert.ok(names.includes(TableName));
  await client.send(new DeleteTableCommand({TableName}));
  await waitUntilTableNotExists(waiting, {TableName});
  await assert.rejects(client.send(new DescribeTableCommand({TableName})), ResourceNotFoundException);
}

for (const step of [create, fill, read, update, page, drop]) {
  await step();
  console.log(`${step.name}: done`);
}
