/** A real PostgreSQL for tests and for the demo, whoever runs them. */
package io.gatewatch.postgres;
