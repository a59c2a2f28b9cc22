# SPDX-License-Identifier: Apache-2.0
"""Sending one request, and following a Query or Scan that ends early to its end."""

from differential.endpoint import Answer

MAX_PAGES = 60


def ask(endpoint, operation, request):
    """The Answer. Of a Query or Scan in several pages it is {"Pages": [...]} where their order is promised,
    else their sums: where pages begin and end depends on the order, and so does what they cost."""
    answer = endpoint.call(operation, request)
    if operation not in ("Query", "Scan") or "LastEvaluatedKey" not in answer.body:
        return answer
    pages = [answer.body]
    while "LastEvaluatedKey" in answer.body and len(pages) < MAX_PAGES:
        answer = endpoint.call(operation, {**request, "ExclusiveStartKey": answer.body["LastEvaluatedKey"]})
        if not answer.ok:
            return Answer(answer.status, answer.body, answer.error, f"(page {len(pages) + 1}) {answer.message}")
        pages.append(answer.body)
    if is_ordered(operation, request):
        return Answer(200, {"Pages": pages})
    return Answer(200, {
        "Pages": len(pages),
        "Items": [item for page in pages for item in page.get("Items", [])],
        "Count": sum(page["Count"] for page in pages),
        "ScannedCount": sum(page["ScannedCount"] for page in pages),
    })


def is_ordered(operation, request):
    """Entries of a global index with equal keys come in no order that is promised; neither does a Scan's."""
    return operation == "Query" and not str(request.get("IndexName", "")).startswith("global")


def free_order(operation, request):
    """The lists of the answer whose order is not promised."""
    if operation in ("Query", "Scan"):
        return () if is_ordered(operation, request) else ("Items",)
    return ("Responses", "ConsumedCapacity") if operation == "BatchGetItem" else ("ConsumedCapacity",)
