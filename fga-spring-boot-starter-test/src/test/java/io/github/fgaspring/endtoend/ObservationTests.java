package io.github.fgaspring.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.StreamSupport;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.emulator.traffic.Fault;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Metrics and traces tell what was decided, by whom and why, and nothing about whom.
 */
@SpringBootTest(properties = "management.endpoints.web.exposure.include=metrics")
@AutoConfigureMockMvc
class ObservationTests extends AbstractEmulatorTests {

	private static final String RESOURCE_ID = "resource-4711";

	private static final String PROJECT = "/projects/" + RESOURCE_ID;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private MetricsEndpoint endpoint;

	@Autowired
	private ObservationRecorder observations;

	@BeforeEach
	void forgetEarlierDecisions() {
		this.meters.find("fga.decision").meters().forEach(this.meters::remove);
		this.observations.stopped.clear();
	}

	@Test
	void requestWhenClaimsGrantThenTimedAsTheirs() {
		assertThat(get(PROJECT, "project:view")).hasStatusOk();
		assertDecisions("project:view project granted claims none");
	}

	@Test
	void requestWhenApiGrantsThenTimedAsRemote() {
		assertThat(get(PROJECT)).hasStatusOk();
		assertDecisions("project:view project granted remote none");
	}

	@Test
	void requestWhenServiceAsksTheSameThenTimedAsMemo() {
		assertThat(get(PROJECT + "/details")).hasStatusOk();
		assertDecisions("project:view project granted memo none", "project:view project granted remote none");
		assertThat(checks()).isOne();
	}

	@Test
	void requestWhenSeveralPermissionsThenTimedAsOneDecision() {
		assertThat(get(PROJECT + "/settings")).hasStatusOk();
		assertDecisions("project:view and project:edit project granted remote none");
	}

	@Test
	void requestWhenDeniedThenTimedWithTheReason() {
		assertThat(getAs(BOB, PROJECT)).hasStatus(403);
		assertDecisions("project:view project denied remote missing_permission");
	}

	@Test
	void requestWhenOrganizationDeniesThenTimedWithItsType() {
		assertThat(get("/organization")).hasStatus(403);
		assertDecisions("org:view organization denied claims missing_permission");
	}

	@Test
	void requestWhenOutageThenTimedAsUnavailable() {
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(get(PROJECT)).hasStatus(503);
		assertDecisions("project:view project unavailable none none");
		assertThat(this.meters.get("fga.decision").tag("error", "ApiFailureException").timer().count()).isOne();
	}

	@Test
	void metricsEndpointWhenAskedThenKnowsDecisions() {
		assertThat(get(PROJECT)).hasStatusOk();
		assertThat(count("fga.decision", "source:remote", "outcome:granted")).isOne();
		assertThat(count("fga.decision", "permission:project:view")).isOne();
		assertThat(count("resilience4j.circuitbreaker.state", "state:closed")).isOne();
	}

	private double count(String metric, String... tags) {
		return this.endpoint.metric(metric, List.of(tags)).getMeasurements().get(0).getValue();
	}

	@Test
	void callWhenObservedThenIsPartOfTheDecision() {
		assertThat(get(PROJECT)).hasStatusOk();
		assertThat(this.observations.stopped).filteredOn(
				(context) -> context.getName().equals("http.client.requests") && context.getParentObservation() != null)
			.extracting((context) -> context.getParentObservation().getContextView().getName())
			.contains("fga.decision");
	}

	@Test
	void requestsWhenObservedThenNoIdIsShown() {
		assertThat(get(PROJECT, "project:view")).hasStatusOk();
		assertThat(get(PROJECT + "/details")).hasStatusOk();
		assertThat(get(PROJECT + "/settings")).hasStatusOk();
		assertThat(getAs(BOB, PROJECT)).hasStatus(403);
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(get(PROJECT)).hasStatus(503);
		this.emulator.clearFaults();
		this.emulator.inject(Fault.on(CHECKS).resetConnection());
		assertThat(get(PROJECT)).hasStatus(503);
		assertThat(get(PROJECT + "/settings")).hasStatus(503);
		List<String> shown = new ArrayList<>(shownByMeters());
		this.observations.stopped.forEach((context) -> shown.addAll(shownBySpan(context)));
		assertThat(shown).contains("decide project:view", "unavailable",
				"/authorization/organization_memberships/{membershipId}/check");
		for (String id : List.of(RESOURCE_ID, ALICE, BOB, ACME, ALICES_MEMBERSHIP, "om_bob")) {
			assertThat(shown).noneMatch((text) -> text.contains(id));
		}
	}

	private List<String> shownByMeters() {
		return this.meters.getMeters().stream().map(Meter::getId).flatMap((id) -> {
			List<String> shown = new ArrayList<>(id.getTags().stream().map(Tag::getValue).toList());
			shown.add(id.getName());
			return shown.stream();
		}).toList();
	}

	private static List<String> shownBySpan(Observation.Context context) {
		List<String> shown = new ArrayList<>();
		// The URL of a request to the application is the application's own.
		boolean urls = !context.getName().equals("http.server.requests");
		StreamSupport
			.stream((urls ? context.getAllKeyValues() : context.getLowCardinalityKeyValues()).spliterator(), false)
			.map(KeyValue::getValue)
			.forEach(shown::add);
		shown.add(String.valueOf(context.getContextualName()));
		for (Throwable error = context.getError(); error != null; error = error.getCause()) {
			shown.add(error.toString());
		}
		return shown;
	}

	/**
	 * Since the test began, each was made once and these are all.
	 * @param decisions permission, resource type, outcome, source and reason
	 */
	private void assertDecisions(String... decisions) {
		assertThat(this.meters.find("fga.decision").timers()).allSatisfy((timer) -> assertThat(timer.count()).isOne())
			.extracting((timer) -> String.join(" ", tag(timer, "permission"), tag(timer, "resource.type"),
					tag(timer, "outcome"), tag(timer, "source"), tag(timer, "reason")))
			.containsExactlyInAnyOrder(decisions);
	}

	private static String tag(Timer timer, String key) {
		return timer.getId().getTag(key);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ProjectController.class, Projects.class, ObservationRecorder.class })
	static class Application {

	}

	/**
	 * Sees what tracing would see.
	 */
	static class ObservationRecorder implements ObservationHandler<Observation.Context> {

		private final Queue<Observation.Context> stopped = new ConcurrentLinkedQueue<>();

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	@RestController
	static class ProjectController {

		private final Projects projects;

		ProjectController(Projects projects) {
			this.projects = projects;
		}

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String show(@PathVariable @ResourceId("project") String id) {
			return "shown";
		}

		@GetMapping("/projects/{id}/details")
		@RequiresPermission("project:view")
		String details(@PathVariable @ResourceId("project") String id) {
			return this.projects.details(id);
		}

		@GetMapping("/projects/{id}/settings")
		@RequiresPermission({ "project:view", "project:edit" })
		String settings(@PathVariable @ResourceId("project") String id) {
			return "shown";
		}

		@GetMapping("/organization")
		@RequiresPermission("org:view")
		String organization() {
			return "shown";
		}

	}

	static class Projects {

		@RequiresPermission("project:view")
		String details(@ResourceId("project") String id) {
			return "details";
		}

	}

}
