package com.example.projecthub.trail;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

import com.example.projecthub.trail.DecisionTrail.Call;
import com.example.projecthub.trail.DecisionTrail.Decision;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.observation.DecisionObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/**
 * Writes what the starter observes into the trail of the request that it happens for. An
 * application in production has the same observations as metrics and traces, without ids.
 */
@Component
class DecisionTrailHandler implements ObservationHandler<Observation.Context> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof DecisionObservationContext || context instanceof ClientRequestObservationContext;
	}

	@Override
	public void onStart(Observation.Context context) {
		context.put(Start.class, new Start(System.nanoTime()));
	}

	@Override
	public void onStop(Observation.Context context) {
		HttpServletRequest request = request(context);
		DecisionTrail trail = (request != null) ? DecisionTrail.find(request) : null;
		if (trail == null) {
			return;
		}
		Start start = context.getRequired(Start.class);
		Duration duration = Duration.ofNanos(System.nanoTime() - start.nanos());
		if (context instanceof DecisionObservationContext decision) {
			trail.add(decision(decision, duration));
		}
		else if (context instanceof ClientRequestObservationContext call) {
			trail.add(call(call, duration));
		}
	}

	/**
	 * The request that something happens for: the outermost observation is that of the
	 * server.
	 */
	private static @Nullable HttpServletRequest request(Observation.Context context) {
		for (ObservationView parent = context.getParentObservation(); parent != null; parent = parent.getContextView()
			.getParentObservation()) {
			if (parent.getContextView() instanceof ServerRequestObservationContext server) {
				return server.getCarrier();
			}
		}
		return null;
	}

	private static Decision decision(DecisionObservationContext context, Duration duration) {
		String permissions = context.getQuestions()
			.stream()
			.map(PermissionQuestion::permission)
			.collect(Collectors.joining(", "));
		String resource = resource(context.getQuestions().get(0).resource());
		PermissionDecision decision = context.getDecision();
		if (decision == null) {
			String outcome = (context.getError() instanceof CheckUnavailableException) ? "unavailable" : "failed";
			return new Decision(permissions, resource, outcome, "none", null, duration);
		}
		return new Decision(permissions, resource, decision.isGranted() ? "granted" : "denied", text(decision.source()),
				(decision.reason() != null) ? text(decision.reason()) : null, duration);
	}

	private static String resource(@Nullable ResourceReference resource) {
		return (resource instanceof ResourceReference.External external) ? external.type() + " " + external.externalId()
				: "organization";
	}

	private static Call call(ClientRequestObservationContext context, Duration duration) {
		ClientHttpRequest request = context.getCarrier();
		String method = (request != null) ? request.getMethod().name() : "";
		return new Call(method + " " + path(context.getUriTemplate()), status(context), duration);
	}

	/**
	 * The path alone. The keys of session tokens are fetched without a template.
	 */
	private static String path(@Nullable String template) {
		return (template != null) ? template.replaceFirst("^https?://[^/]+", "").replaceFirst("\\?.*", "")
				: "/sso/jwks/{clientId}";
	}

	private static String status(ClientRequestObservationContext context) {
		try {
			return (context.getResponse() != null) ? Integer.toString(context.getResponse().getStatusCode().value())
					: "no answer";
		}
		catch (IOException ex) {
			return "no answer";
		}
	}

	private static String text(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	private record Start(long nanos) {

	}

}
