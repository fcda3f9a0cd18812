/** The image, run as a platform would run it. */
package io.gatewatch.container;
