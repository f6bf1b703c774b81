package io.github.fgaspring.emulator.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sign-ins of browsers that have not become sessions yet: the pages on which nobody
 * was chosen so far, and the codes that applications got from them.
 */
public final class Authorizations {

	private static final int MAX_REQUESTS = 1000;

	private final LinkedHashMap<String, AuthorizationRequest> requests;

	private final Map<String, AuthorizationCode> codes;

	Authorizations() {
		this(new LinkedHashMap<>(), new HashMap<>());
	}

	private Authorizations(LinkedHashMap<String, AuthorizationRequest> requests, Map<String, AuthorizationCode> codes) {
		this.requests = requests;
		this.codes = codes;
	}

	/**
	 * Let a ticket stand for a page. Pages that nobody used are forgotten when they have
	 * expired, and of very many the oldest: anybody can open them.
	 * @param ticket the ticket
	 * @param request what the application asked for
	 * @param now the present time
	 */
	public void addRequest(String ticket, AuthorizationRequest request, Instant now) {
		this.requests.values().removeIf((earlier) -> !now.isBefore(earlier.expiresAt()));
		if (this.requests.size() >= MAX_REQUESTS) {
			this.requests.remove(this.requests.keySet().iterator().next());
		}
		this.requests.put(ticket, request);
	}

	/**
	 * Find what an application asked for.
	 * @param ticket the ticket of the page
	 * @return the request, or empty if the ticket is unknown or used
	 */
	public Optional<AuthorizationRequest> findRequest(String ticket) {
		return Optional.ofNullable(this.requests.get(ticket));
	}

	/**
	 * Let a ticket be good no more.
	 * @param ticket the ticket
	 */
	public void removeRequest(String ticket) {
		this.requests.remove(ticket);
	}

	/**
	 * Add a code, or replace it by a changed one.
	 * @param code the code
	 * @param authorization what it stands for
	 */
	public void putCode(String code, AuthorizationCode authorization) {
		this.codes.put(code, authorization);
	}

	/**
	 * Find what a code stands for.
	 * @param code the code
	 * @return what it stands for, used or not, or empty if the code is unknown
	 */
	public Optional<AuthorizationCode> findCode(String code) {
		return Optional.ofNullable(this.codes.get(code));
	}

	Authorizations copy() {
		return new Authorizations(new LinkedHashMap<>(this.requests), new HashMap<>(this.codes));
	}

}
