// SPDX-License-Identifier: Apache-2.0
//
// The calls of client_bench.cc through Amazon's SDK for Java v2, with the HTTP client that it uses by itself:
//
//     JavaCalls URL CASE CALLS
//
// Before it counts it makes 20,000 calls (of whole pages 200), so that the compiler within the virtual
// machine is through with what is called often.
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.utils.AttributeMap;

public final class JavaCalls {
  private static final String TABLE = "ClientBench";

  private static AttributeValue text(String s) {
    return AttributeValue.fromS(s);
  }

  private static AttributeValue number(String n) {
    return AttributeValue.fromN(n);
  }

  private static DynamoDbClient clientOf(String url) {
    AttributeMap anyCertificate =
        AttributeMap.builder()
            .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
            .put(SdkHttpConfigurationOption.MAX_CONNECTIONS, 64)
            .build();
    return DynamoDbClient.builder()
        .endpointOverride(URI.create(url))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClient(Apache5HttpClient.builder().buildWithDefaults(anyCertificate))
        .build();
  }

  private static void call(DynamoDbClient client, String name) {
    switch (name) {
      case "put":
        client.putItem(
            put ->
                put.tableName(TABLE)
                    .item(Map.of("id", text("two"), "sort", number("0"), "year", number("1965"))));
        return;
      case "update":
        client.updateItem(
            update ->
                update
                    .tableName(TABLE)
                    .key(Map.of("id", text("two"), "sort", number("0")))
                    .updateExpression(
                        "SET #plays = if_not_exists(#plays, :zero) + :one, #title = :title")
                    .expressionAttributeNames(Map.of("#plays", "plays", "#title", "title"))
                    .expressionAttributeValues(
                        Map.of(
                            ":zero", number("0"),
                            ":one", number("1"),
                            ":title", text("Sinnerman"))));
        return;
      case "query":
      case "query10":
        boolean ten = name.equals("query10");
        int items =
            client
                .query(
                    query ->
                        query
                            .tableName(TABLE)
                            .limit(ten ? 10 : null)
                            .keyConditionExpression("id = :id")
                            .expressionAttributeValues(Map.of(":id", text("page"))))
                .items()
                .size();
        if (items < (ten ? 10 : 1000)) throw new IllegalStateException("no page");
        return;
      default:
        Map<String, AttributeValue> key = Map.of("id", text("one"), "sort", number("0"));
        if (!client.getItem(get -> get.tableName(TABLE).key(key)).hasItem()) {
          throw new IllegalStateException("no item");
        }
    }
  }

  private static void runAll(DynamoDbClient client, String name, int calls) throws Exception {
    int workers = name.equals("get64") ? 64 : 1;
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    var done = new ArrayList<Future<?>>();
    for (int worker = 0; worker < workers; ++worker) {
      done.add(
          pool.submit(
              () -> {
                for (int i = 0; i < calls / workers; ++i) call(client, name);
              }));
    }
    for (var one : done) one.get();
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.MINUTES);
  }

  public static void main(String[] arguments) throws Exception {
    String name = arguments[1];
    int calls = Integer.parseInt(arguments[2]);
    DynamoDbClient client = clientOf(arguments[0]);
    if (name.equals("start")) {
      call(client, "get");
      String status = Files.readString(Path.of("/proc/self/status"));
      System.out.println("{\"peak_kb\": " + status.split("VmHWM:")[1].trim().split(" ")[0] + "}");
      return;
    }
    runAll(client, name, name.equals("query") ? 200 : 20_000);
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long start = process.getProcessCpuTime();
    runAll(client, name, calls);
    double us = (process.getProcessCpuTime() - start) / 1e3 / calls;
    System.out.println("{\"us\": " + us + "}");
  }
}
