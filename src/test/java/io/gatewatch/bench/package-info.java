/** What the product claims of its speed and thrift, measured; run by {@code mvn -Pbench verify}. */
package io.gatewatch.bench;
