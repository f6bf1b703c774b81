package io.github.fgaspring.autoconfigure;

import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.observation.ClientHttpObservationDocumentation.HighCardinalityKeyNames;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.ClientRequestObservationConvention;

/**
 * Shows calls as another convention does, but without their URLs, which hold the ids of
 * memberships and resources. The template of the URL is still shown.
 */
final class UrlConcealingObservationConvention implements ClientRequestObservationConvention {

	private final ClientRequestObservationConvention delegate;

	UrlConcealingObservationConvention(ClientRequestObservationConvention delegate) {
		this.delegate = delegate;
	}

	@Override
	public @Nullable String getName() {
		return this.delegate.getName();
	}

	@Override
	public @Nullable String getContextualName(ClientRequestObservationContext context) {
		return this.delegate.getContextualName(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ClientRequestObservationContext context) {
		return this.delegate.getLowCardinalityKeyValues(context);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ClientRequestObservationContext context) {
		return KeyValues.of(this.delegate.getHighCardinalityKeyValues(context)
			.stream()
			.filter((value) -> !value.getKey().equals(HighCardinalityKeyNames.HTTP_URL.asString()))
			.toList());
	}

}
