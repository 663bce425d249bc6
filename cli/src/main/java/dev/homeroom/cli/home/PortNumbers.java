package dev.homeroom.cli.home;

/**
 * Ports of the loopback address on which an {@code up} serves.
 *
 * @param server the gRPC server's
 * @param sandbox the sandbox's
 * @param control that of the sandbox's control API
 * @param postgres Postgres's
 */
public record PortNumbers(int server, int sandbox, int control, int postgres) {}
