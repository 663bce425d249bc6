package dev.homeroom.sandbox.world;

import dev.homeroom.sandbox.district.AppView;
import dev.homeroom.sandbox.event.EventList;

/** The data that the app can read at one moment: records, and the events that led to them. */
public record ReadableMoment(AppView view, EventList events) {}
