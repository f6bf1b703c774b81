package io.github.fgaspring.autoconfigure;

import java.net.URI;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where WorkOS is and how to identify to it. A bean of this type takes the place of the
 * properties {@code fga.base-url}, {@code fga.api-key} and {@code fga.client-id}.
 */
public interface FgaConnectionDetails extends ConnectionDetails {

	/**
	 * The base URL of the WorkOS API.
	 * @return an absolute URL without a trailing slash
	 */
	URI getBaseUrl();

	/**
	 * The secret API key, sent as bearer token with every call to the API.
	 * @return the key
	 */
	String getApiKey();

	/**
	 * The client id that session tokens are issued for.
	 * @return the client id
	 */
	String getClientId();

}
