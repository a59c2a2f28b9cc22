// SPDX-License-Identifier: Apache-2.0
//
// The calls of client_bench.cc through Amazon's SDK for JavaScript v3: javascript_calls.mjs URL CASE CALLS
import {readFileSync} from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import {createRequire} from 'node:module';

// The package that the tests of the SDK install.
const require = createRequire(new URL('../../tests/clients/javascript/', import.meta.url));
const {DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand} = require('@aws-sdk/client-dynamodb');

const TABLE = 'ClientBench';
const KEY = {id: {S: 'one'}, sort: {N: '0'}};

const [url, name, calls] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const sockets = {keepAlive: true, maxSockets: 64};
const client = new DynamoDBClient({
  endpoint: url,
  region: 'us-east-1',
  credentials: {accessKeyId: 'local', secretAccessKey: 'local'},
  requestHandler: {
    httpAgent: new http.Agent(sockets),
    httpsAgent: new https.Agent({...sockets, rejectUnauthorized: false}),
  },
});

async function call() {
  if (name === 'put') {
    const Item = {id: {S: 'two'}, sort: {N: '0'}, year: {N: '1965'}};
    await client.send(new PutItemCommand({TableName: TABLE, Item}));
  } else if (name === 'update') {
    await client.send(new UpdateItemCommand({
      TableName: TABLE,
      Key: {...KEY, id: {S: 'two'}},
      UpdateExpression: 'SET #plays = if_not_exists(#plays, :zero) + :one, #title = :title',
      ExpressionAttributeNames: {'#plays': 'plays', '#title': 'title'},
      ExpressionAttributeValues: {':zero': {N: '0'}, ':one': {N: '1'}, ':title': {S: 'Sinnerman'}},
    }));
  } else if (name.startsWith('query')) {
    const ten = name === 'query10';
    const page = await client.send(new QueryCommand({
      TableName: TABLE, Limit: ten ? 10 : undefined,
      KeyConditionExpression: 'id = :id', ExpressionAttributeValues: {':id': {S: 'page'}},
    }));
    if (page.Items.length < (ten ? 10 : 1000)) throw new Error('no page');
  } else {
    const answer = await client.send(new GetItemCommand({TableName: TABLE, Key: KEY}));
    if (!answer.Item) throw new Error('no item');
  }
}

async function run(count) {
  let left = count;
  const one = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({length: name === 'get64' ? 64 : 1}, one));
}

function cpuUs() {
  const {user, system} = process.cpuUsage();
  return user + system;
}

if (name === 'start') {
  await call();
  const status = readFileSync('/proc/self/status', 'utf8');
  console.log(JSON.stringify({peak_kb: Number(status.match(/VmHWM:\s+(\d+)/)[1])}));
} else {
  await run(Math.max(Math.floor(calls / 10), 1));
  const start = cpuUs();
  await run(calls);
  console.log(JSON.stringify({us: (cpuUs() - start) / calls}));
}
process.exit(0);
