package com.example.migrating;

import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.decision.CheckUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.springframework.stereotype.Component;

@Component("comparison")
class Comparison {

	private final Fga fga;

	private final MeterRegistry meters;

	Comparison(Fga fga, MeterRegistry meters) {
		this.fga = fga;
		this.meters = meters;
	}

	public boolean keep(boolean old, String permission, String resourceType, String id) {
		Tags tags = Tags.of("permission", permission, "old", String.valueOf(old), "rule",
				answer(permission, resourceType, id));
		this.meters.counter("migration", tags).increment();
		return old;
	}

	private String answer(String permission, String resourceType, String id) {
		try {
			return String.valueOf(this.fga.can(permission, resourceType, id));
		}
		catch (CheckUnavailableException ex) {
			return "unavailable";
		}
	}

}
