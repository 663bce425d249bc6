package dev.homeroom.bench.imports;

/**
 * The options of a measurement.
 *
 * @param students of the generated district
 * @param seed the same seed generates the same district
 * @param runs the number of times that each thing is measured
 * @param serverHeap the server's largest heap, as Java's {@code -Xmx} takes it
 */
public record ImportOptions(int students, long seed, int runs, String serverHeap) {}
