package dev.homeroom.testing;

import java.util.ArrayList;
import java.util.List;

/** A program that takes all memory, and would go on after that. */
public final class MemoryHog {
  private MemoryHog() {}

  /** Takes all memory. */
  public static void main(String[] arguments) {
    List<byte[]> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(new byte[1 << 20]);
      }
    } catch (OutOfMemoryError full) {
      int most = taken.size();
      taken.clear();
      System.out.println("goes on after " + most + " MB");
    }
  }
}
