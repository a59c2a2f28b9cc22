// SPDX-License-Identifier: Apache-2.0
//
// The calls of client_bench.cc through Amazon's SDK for Rust:
//
//     rust-calls URL CASE CALLS
//
// It has no switch that takes any certificate: the server's is named in SSL_CERT_FILE.

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::{Client, Config};

const TABLE: &str = "ClientBench";

struct Counting;
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Of the whole process: user and system time, in ticks of 10 ms as Linux counts them.
fn cpu_us() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let behind_name = &stat[stat.rfind(')').unwrap() + 2..];
    let fields: Vec<&str> = behind_name.split(' ').collect();
    10_000.0 * (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap())
}

fn text(s: &str) -> AttributeValue {
    AttributeValue::S(s.to_string())
}

fn number(n: &str) -> AttributeValue {
    AttributeValue::N(n.to_string())
}

fn client_of(url: &str) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(url)
        .credentials_provider(Credentials::new("local", "local", None, None, "bench"))
        .build();
    Client::from_conf(config)
}

async fn call(client: &Client, name: &str) {
    match name {
        "put" => {
            let item = HashMap::from([
                ("id".to_string(), text("two")),
                ("sort".to_string(), number("0")),
                ("year".to_string(), number("1965")),
            ]);
            client.put_item().table_name(TABLE).set_item(Some(item)).send().await.unwrap();
        }
        "update" => {
            let update = client.update_item().table_name(TABLE).key("id", text("two")).key("sort", number("0"));
            let update = update
                .update_expression("SET #plays = if_not_exists(#plays, :zero) + :one, #title = :title")
                .expression_attribute_names("#plays", "plays")
                .expression_attribute_names("#title", "title")
                .expression_attribute_values(":zero", number("0"))
                .expression_attribute_values(":one", number("1"))
                .expression_attribute_values(":title", text("Sinnerman"));
            update.send().await.unwrap();
        }
        "query" | "query10" => {
            let query = client.query().table_name(TABLE).key_condition_expression("id = :id");
            let query = query.expression_attribute_values(":id", text("page"));
            let query = if name == "query10" { query.limit(10) } else { query };
            let page = query.send().await.unwrap();
            assert!(page.items().len() >= if name == "query10" { 10 } else { 1000 });
        }
        _ => {
            let get = client.get_item().table_name(TABLE).key("id", text("one")).key("sort", number("0"));
            assert!(get.send().await.unwrap().item.is_some());
        }
    }
}

async fn run_all(client: &Client, name: &str, calls: usize) {
    let workers = if name == "get64" { 64 } else { 1 };
    let tasks: Vec<_> = (0..workers)
        .map(|_| {
            let (client, name) = (client.clone(), name.to_string());
            tokio::task::spawn_local(async move {
                for _ in 0..calls / workers {
                    call(&client, &name).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

async fn measure(client: Client, name: &str, calls: usize) {
    if name == "start" {
        call(&client, "get").await;
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let peak = status.split("VmHWM:").nth(1).unwrap().split_whitespace().next().unwrap();
        println!("{{\"peak_kb\": {peak}}}");
        return;
    }
    run_all(&client, name, (calls / 10).max(64)).await;
    let (allocations, start) = (ALLOCATIONS.load(Relaxed), cpu_us());
    run_all(&client, name, calls).await;
    let us = (cpu_us() - start) / calls as f64;
    let each = (ALLOCATIONS.load(Relaxed) - allocations) as f64 / calls as f64;
    println!("{{\"us\": {us}, \"allocations\": {each}}}");
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let calls = arguments[3].parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let here = tokio::task::LocalSet::new();
    here.block_on(&runtime, measure(client_of(&arguments[1]), &arguments[2], calls));
}
