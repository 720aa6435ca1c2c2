/**
 * HTTP over the JDK's own server ({@code jdk.httpserver}): routes, limits, the token, and errors
 * that tell a client what it did wrong and nothing of the server. No other library was needed:
 * Jetty 12, which Javalin 7 stands on, asks for SLF4J 2, while DL4J holds the project at 1.7.
 */
package org.taskweave.serve.http;
