# SPDX-License-Identifier: Apache-2.0
"""Sending one request, and following a Query, a Scan or a SELECT that ends early to its end."""

from differential.endpoint import Answer

MAX_PAGES = 60
MAX_SEGMENTS = 8


def ask(endpoint, operation, request):
    """The Answer. Of a Query or Scan in several pages it is {"Pages": [...]} where their order is promised,
    else their sums: where pages begin and end depends on the order, and so does what they cost. One segment of a
    Scan is answered with all of them: which items are in which is not promised either."""
    answer = endpoint.call(operation, request)
    if answer.ok and "NextToken" in answer.body:
        pages, answer = follow(endpoint, operation, request, answer)
        return Answer(200, {"Items": [item for page in pages for item in page["Items"]]}) if answer.ok else answer
    if not answer.ok or operation not in ("Query", "Scan"):
        return answer
    if "ExclusiveStartKey" in request and not is_ordered(operation, request):
        return Answer(200, {})  # Accepted; what comes behind it depends on the order.
    pages, answer = follow(endpoint, operation, request, answer)
    if not answer.ok:
        return answer
    if operation == "Scan" and "TotalSegments" in request:
        total = int(request["TotalSegments"])
        if total > MAX_SEGMENTS:
            return Answer(200, {})  # Accepted; what is in one of so many is not worth asking.
        for segment in set(range(total)) - {int(request["Segment"])}:
            other = {**request, "Segment": segment}
            more, answer = follow(endpoint, operation, other, endpoint.call(operation, other))
            pages += more
            if not answer.ok:
                return answer
    elif len(pages) == 1:
        return answer
    if is_ordered(operation, request):
        return Answer(200, {"Pages": pages})
    return Answer(200, {
        "Pages": "some",
        "Items": [item for page in pages for item in page.get("Items", [])],
        "Count": sum(page["Count"] for page in pages),
        "ScannedCount": sum(page["ScannedCount"] for page in pages),
    })


def follow(endpoint, operation, request, answer):
    """The bodies of all pages, and the last Answer, which may be an error."""
    pages = [answer.body]
    while (start := next_start(answer.body)) and len(pages) < MAX_PAGES:
        answer = endpoint.call(operation, {**request, **start})
        pages.append(answer.body)
    if not answer.ok:
        answer = Answer(answer.status, answer.body, answer.error, f"(page {len(pages)}) {answer.message}")
    return pages, answer


def next_start(body):
    """The member of a request that asks for the next page. A SELECT's page has both."""
    if "NextToken" in body:
        return {"NextToken": body["NextToken"]}
    return {"ExclusiveStartKey": body["LastEvaluatedKey"]} if "LastEvaluatedKey" in body else None


def is_ordered(operation, request):
    """Entries of a global index with equal keys come in no order that is promised; neither does a Scan's."""
    return operation == "Query" and not str(request.get("IndexName", "")).startswith("global")


def free_order(operation, request):
    """The lists of the answer whose order is not promised."""
    if operation in ("Query", "Scan"):
        return () if is_ordered(operation, request) else ("Items",)
    if operation == "ExecuteStatement":
        return () if "ORDER BY" in str(request.get("Statement")) else ("Items",)
    return ("Responses", "ConsumedCapacity") if operation == "BatchGetItem" else ("ConsumedCapacity",)
