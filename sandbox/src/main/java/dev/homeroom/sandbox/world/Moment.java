package dev.homeroom.sandbox.world;

import dev.homeroom.sandbox.district.View;
import dev.homeroom.sandbox.event.EventList;

/** The data that the app can read at one moment: records, and the events that led to them. */
public record Moment(View view, EventList events) {}
