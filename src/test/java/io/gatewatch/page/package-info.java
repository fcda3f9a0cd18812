/** The console page in a real browser. */
package io.gatewatch.page;
