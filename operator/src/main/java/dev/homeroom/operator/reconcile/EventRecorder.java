package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.status.StatusEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Kubernetes Events about resources. An Event that cannot be written is only logged. */
final class EventRecorder {
  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final String AUTHOR = "homeroom-operator";

  private final KubernetesClient client;
  private final Clock clock;

  EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void write(DistrictSync about, List<StatusEvent> notes) {
    for (var note : notes) {
      var event = event(about, note);
      try {
        client.v1().events().resource(event).create();
      } catch (KubernetesClientException e) {
        log.atWarn()
            .addKeyValue("resource", about.getMetadata().getName())
            .addKeyValue("reason", note.reason())
            .setCause(e)
            .log("an Event could not be written");
      }
    }
  }

  private Event event(DistrictSync about, StatusEvent note) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(about.getMetadata().getName() + ".")
        .withNamespace(about.getMetadata().getNamespace())
        .endMetadata()
        .withInvolvedObject(reference(about))
        .withType(note.warning() ? "Warning" : "Normal")
        .withReason(note.reason())
        .withMessage(note.message())
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .withNewSource()
        .withComponent(AUTHOR)
        .endSource()
        .withReportingComponent(AUTHOR)
        .build();
  }

  private static ObjectReference reference(DistrictSync about) {
    return new ObjectReferenceBuilder()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(about.getMetadata().getNamespace())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .build();
  }
}
