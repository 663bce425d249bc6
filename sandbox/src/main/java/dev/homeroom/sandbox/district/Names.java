package dev.homeroom.sandbox.district;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** Made-up names of people and places in several scripts. */
public final class Names {
  private static final String[] FIRST =
      words(
          """
          Ava, Liam, Noah, Emma, Olivia, Mason, Sophia, Ethan, Isabella, Lucas, Mia, Logan,
          Amelia, Elijah, Harper, James, Evelyn, Aiden, Abigail, Jackson, Ella, Carter, Scarlett,
          Sebastian, Grace, Mateo, Chloe, Jayden, Victoria, Gabriel, Riley, Julian, Aria, Levi,
          Lily, Isaac, Zoë, José, María, Renée, Søren, Björn, Łucja, Chloé, Íñigo, Nguyệt, Đức,
          Aiko, Kwame, Amara, Oluwaseun, Fatima, Omar, Priya, Arjun, Mei, Jin, Anya, Dmitri,
          Leilani, Мария, عمر, दीपा, 小明, Mary Ann, Jean-Luc
          """);
  private static final String[] LAST =
      words(
          """
          Smith, Johnson, Williams, Brown, Jones, Garcia, Miller, Davis, Rodriguez, Martinez,
          Hernandez, Lopez, Gonzalez, Wilson, Anderson, Thomas, Taylor, Moore, Jackson, Martin,
          Lee, Perez, Thompson, White, Harris, Sanchez, Clark, Ramirez, Lewis, Robinson, Walker,
          Young, Allen, King, Wright, Scott, Torres, Hill, Flores, Green, Adams, Nelson, Baker,
          Hall, Rivera, Campbell, Mitchell, Carter, Roberts, Okafor, Nakamura, Kowalski, Ivanova,
          Haddad, Patel, Kim, Chen, Singh, Kaur, O'Brien, D'Angelo, Smith-Jones, Núñez, Peña,
          Müller, Çelik, Šimić, Østergaard, Nguyễn, Trần, van der Berg, de la Cruz, Петрова, 李,
          محمد, शर्मा
          """);
  private static final String[] PLACES =
      words(
          """
          Maple Grove, Cedar Hill, Lakeside, Riverbend, Oak Park, Sunset Ridge, Willow Creek,
          Stone Bridge, Harbor View, Prairie Wind, Juniper, Eagle Point, Silver Lake,
          Pine Hollow, Cañon Verde, Meadowbrook
          """);
  private static final String[] FIRST_SLUGS = slugs(FIRST);
  private static final String[] LAST_SLUGS = slugs(LAST);
  private static final String[] DOMAINS = {"example.com", "example.net", "example.org"};

  private Names() {}

  /** The name that belongs to a hash; about one in seven has no middle initial. */
  public static PersonName of(long hash) {
    var middle = SeededChoices.bounded(SeededChoices.hash(hash, 3), 30);
    return new PersonName(
        FIRST[first(hash)],
        middle < 26 ? String.valueOf((char) ('A' + middle)) : "",
        LAST[last(hash)]);
  }

  /** The first part of an e-mail address or user name for a hash, plain ASCII. */
  public static String slug(long hash) {
    return FIRST_SLUGS[first(hash)].charAt(0) + "." + LAST_SLUGS[last(hash)];
  }

  /** A host that is reserved for examples (RFC 2606). */
  public static String domain(long hash) {
    return DOMAINS[SeededChoices.bounded(SeededChoices.hash(hash, 4), DOMAINS.length)];
  }

  /** The name of a place. */
  public static String place(long hash) {
    return PLACES[SeededChoices.bounded(hash, PLACES.length)];
  }

  /** Splits a text at commas and ends of lines. */
  private static String[] words(String text) {
    return text.strip().split(",\\s+", -1);
  }

  private static int first(long hash) {
    return SeededChoices.bounded(SeededChoices.hash(hash, 1), FIRST.length);
  }

  private static int last(long hash) {
    return SeededChoices.bounded(SeededChoices.hash(hash, 2), LAST.length);
  }

  private static String[] slugs(String[] names) {
    return Arrays.stream(names)
        .map(name ->
            Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z]", "")
                .toLowerCase(Locale.ROOT))
        .map(slug -> slug.isEmpty() ? "user" : slug)
        .toArray(String[]::new);
  }
}
