// SPDX-License-Identifier: Apache-2.0
//
// The calls of client_bench.cc through Amazon's SDK for Go:
//
//	client_bench URL CASE CALLS
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

const table = "ClientBench"

func cpuMicroseconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	of := func(t syscall.Timeval) float64 { return 1e6*float64(t.Sec) + float64(t.Usec) }
	return of(usage.Utime) + of(usage.Stime)
}

func text(s string) types.AttributeValue   { return &types.AttributeValueMemberS{Value: s} }
func number(s string) types.AttributeValue { return &types.AttributeValueMemberN{Value: s} }

func newClient(url string) *dynamodb.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	return dynamodb.New(dynamodb.Options{
		Region:       "us-east-1",
		BaseEndpoint: aws.String(url),
		Credentials:  credentials.NewStaticCredentialsProvider("local", "local", ""),
		HTTPClient:   &http.Client{Transport: transport},
	})
}

func call(client *dynamodb.Client, name string) {
	ctx := context.Background()
	switch name {
	case "put":
		_, err := client.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String(table),
			Item: map[string]types.AttributeValue{"id": text("two"), "sort": number("0"), "year": number("1965")}})
		if err != nil {
			panic(err)
		}
	case "update":
		_, err := client.UpdateItem(ctx, &dynamodb.UpdateItemInput{TableName: aws.String(table),
			Key:                      map[string]types.AttributeValue{"id": text("two"), "sort": number("0")},
			UpdateExpression:         aws.String("SET #plays = if_not_exists(#plays, :zero) + :one, #title = :title"),
			ExpressionAttributeNames: map[string]string{"#plays": "plays", "#title": "title"},
			ExpressionAttributeValues: map[string]types.AttributeValue{
				":zero": number("0"), ":one": number("1"), ":title": text("Sinnerman")}})
		if err != nil {
			panic(err)
		}
	case "query", "query10":
		query := &dynamodb.QueryInput{TableName: aws.String(table),
			KeyConditionExpression:    aws.String("id = :id"),
			ExpressionAttributeValues: map[string]types.AttributeValue{":id": text("page")}}
		least := 1000
		if name == "query10" {
			query.Limit = aws.Int32(10)
			least = 10
		}
		page, err := client.Query(ctx, query)
		if err != nil || len(page.Items) < least {
			panic(err)
		}
	default:
		got, err := client.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(table),
			Key: map[string]types.AttributeValue{"id": text("one"), "sort": number("0")}})
		if err != nil || len(got.Item) == 0 {
			panic(err)
		}
	}
}

func runAll(client *dynamodb.Client, name string, calls int) {
	workers := 1
	if name == "get64" {
		workers = 64
	}
	var done sync.WaitGroup
	for worker := 0; worker < workers; worker++ {
		done.Add(1)
		go func() {
			defer done.Done()
			for i := 0; i < calls/workers; i++ {
				call(client, name)
			}
		}()
	}
	done.Wait()
}

func main() {
	name := os.Args[2]
	calls, err := strconv.Atoi(os.Args[3])
	if err != nil {
		panic(err)
	}
	client := newClient(os.Args[1])
	if name == "start" {
		call(client, "get")
		status, _ := os.ReadFile("/proc/self/status")
		_, after, _ := strings.Cut(string(status), "VmHWM:")
		peak, _ := strconv.ParseFloat(strings.Fields(after)[0], 64)
		json.NewEncoder(os.Stdout).Encode(map[string]float64{"peak_kb": peak})
		return
	}
	runAll(client, name, max(calls/10, 64))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := cpuMicroseconds()
	runAll(client, name, calls)
	us := cpuMicroseconds() - start
	runtime.ReadMemStats(&after)
	json.NewEncoder(os.Stdout).Encode(map[string]float64{
		"us":          us / float64(calls),
		"allocations": float64(after.Mallocs-before.Mallocs) / float64(calls),
	})
}
