package io.gatewatch.web;

/** One thing that is wrong with a request, and what to send instead. */
record FieldError(String field, String message) {}
