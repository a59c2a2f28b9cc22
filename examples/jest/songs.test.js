// SPDX-License-Identifier: Apache-2.0
const { CreateTableCommand, DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const { DynamoDBDocumentClient, PutCommand, QueryCommand } = require("@aws-sdk/lib-dynamodb");

const client = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(client);

// Each file has a table of its own: Jest runs files at the same time.
const TableName = `Songs-${process.env.JEST_WORKER_ID}-${Date.now()}`;

beforeAll(() =>
  client.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [
        { AttributeName: "Artist", KeyType: "HASH" },
        { AttributeName: "Title", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "Artist", AttributeType: "S" },
        { AttributeName: "Title", AttributeType: "S" },
      ],
      BillingMode: "PAY_PER_REQUEST",
    }),
  ),
);

afterAll(() => client.destroy());

test("songs of an artist come in order", async () => {
  for (const Title of ["Sinnerman", "Feeling Good"])
    await documents.send(new PutCommand({ TableName, Item: { Artist: "Nina", Title } }));
  const { Items } = await documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "Artist = :artist",
      ExpressionAttributeValues: { ":artist": "Nina" },
    }),
  );
  expect(Items.map((song) => song.Title)).toEqual(["Feeling Good", "Sinnerman"]);
});
