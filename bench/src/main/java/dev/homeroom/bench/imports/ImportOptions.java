package dev.homeroom.bench.imports;

/**
 * What to measure.
 *
 * @param students of the generated district
 * @param seed the same seed generates the same district
 * @param runs how often each thing is measured
 * @param serverHeap the server's largest heap, as Java's {@code -Xmx} takes it
 */
public record ImportOptions(int students, long seed, int runs, String serverHeap) {}
