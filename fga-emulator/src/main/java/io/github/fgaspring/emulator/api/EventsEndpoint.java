package io.github.fgaspring.emulator.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Event;

/**
 * What has happened.
 */
final class EventsEndpoint {

	private final EmulatorState state;

	private final ApiObjects objects;

	EventsEndpoint(EmulatorState state) {
		this.state = state;
		this.objects = new ApiObjects(state);
	}

	ApiResponse list(ApiRequest request) {
		try {
			Page<Event> page = find(request);
			Map<String, Object> json = page.toJson(this.objects::event);
			json.put("list_metadata", Collections.singletonMap("after", page.after()));
			return ApiResponse.ok(json);
		}
		catch (ApiException ex) {
			throw ex.withErrorsOfUnprocessable("invalid");
		}
	}

	private Page<Event> find(ApiRequest request) {
		PageRequest page = PageRequest.from(request, "events", "range_start", "range_end", "organization_id");
		Predicate<Event> filter = types(request).and(range(request)).and(organization(request));
		return page.slice(this.state.events().all(), Event::id, filter);
	}

	// WorkOS knows more types than the emulator has events of. To ask for these is no
	// mistake.
	private static Predicate<Event> types(ApiRequest request) {
		Optional<String> value = request.queryParameter("events");
		if (value.isEmpty()) {
			return (event) -> true;
		}
		List<String> types = List.of(value.get().split(",", -1));
		if (!types.stream().allMatch((type) -> type.matches("[a-z_]+(\\.[a-z_]+)+"))) {
			throw RequestBody.invalid("events", "must be types of events, such as user.created");
		}
		return (event) -> types.contains(event.type());
	}

	// The end does not belong to the range, so that one range can follow another.
	private static Predicate<Event> range(ApiRequest request) {
		Instant start = time(request, "range_start").orElse(Instant.MIN);
		Instant end = time(request, "range_end").orElse(Instant.MAX);
		if (start.isAfter(end)) {
			throw RequestBody.invalid("range_end", "must not be before range_start");
		}
		return (event) -> !event.createdAt().isBefore(start) && event.createdAt().isBefore(end);
	}

	private static Optional<Instant> time(ApiRequest request, String parameter) {
		try {
			return request.queryParameter(parameter)
				.map((value) -> value.contains("T") ? OffsetDateTime.parse(value).toInstant()
						: LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant());
		}
		catch (DateTimeException ex) {
			throw RequestBody.invalid(parameter, "must be in ISO 8601, such as 2026-01-15T12:00:00Z");
		}
	}

	private Predicate<Event> organization(ApiRequest request) {
		Optional<String> value = request.queryParameter("organization_id");
		if (value.isEmpty()) {
			return (event) -> true;
		}
		String id = value.get();
		Predicate<Event> ofOrganization = (event) -> id.equals(event.organizationId());
		// A deleted organization has events still, that of its end among them.
		if (this.state.accounts().organizations().find(id).isEmpty()
				&& this.state.events().findFirst(ofOrganization).isEmpty()) {
			throw ApiException.of(400, "Organization not found: '%s'.".formatted(id));
		}
		return ofOrganization;
	}

}
