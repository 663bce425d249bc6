package dev.homeroom.sandbox.world;

import dev.homeroom.sandbox.event.EventList;
import dev.homeroom.sandbox.wire.AppView;

/** The data that the app can read at one moment: records, and the events that led to them. */
public record ReadableMoment(AppView view, EventList events) {}
