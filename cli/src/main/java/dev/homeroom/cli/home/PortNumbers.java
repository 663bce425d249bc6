package dev.homeroom.cli.home;

/**
 * The ports on the loopback address on which an {@code up} serves.
 *
 * @param server the port of the gRPC server
 * @param sandbox the port of the sandbox
 * @param control the port of the sandbox's control API
 * @param postgres the port of Postgres
 */
public record PortNumbers(int server, int sandbox, int control, int postgres) {}
