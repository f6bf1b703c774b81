package com.example.projecthub;

import io.github.fgaspring.authentication.FgaSession;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The organization whose data a caller works with.
 */
final class OrganizationIds {

	private OrganizationIds() {
	}

	static String of(FgaSession session) {
		String organizationId = session.organizationId();
		if (organizationId == null) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN);
		}
		return organizationId;
	}

	static ResponseStatusException notFound() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND);
	}

}
