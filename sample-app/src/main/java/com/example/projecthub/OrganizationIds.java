package com.example.projecthub;

import io.github.fgaspring.authentication.FgaSession;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The organization whose data a caller works with.
 */
public final class OrganizationIds {

	private OrganizationIds() {
	}

	/**
	 * The id of that organization.
	 * @param session the caller's session
	 * @return the id
	 */
	public static String of(FgaSession session) {
		String organizationId = session.organizationId();
		if (organizationId == null) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN);
		}
		return organizationId;
	}

	/**
	 * What to throw when the organization has no such thing.
	 * @return an exception that answers 404
	 */
	public static ResponseStatusException notFound() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND);
	}

}
