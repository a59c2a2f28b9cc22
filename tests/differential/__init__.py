# SPDX-License-Identifier: Apache-2.0
"""Magneto beside DynamoDB Local: the same random requests to both, and the answers that differ."""
