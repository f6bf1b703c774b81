package io.github.fgaspring.policy;

import java.time.Duration;

import io.github.fgaspring.policy.PolicyMetadata.UnreadableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PolicyMetadata}.
 */
class PolicyMetadataTests {

	@ParameterizedTest
	@ValueSource(strings = { "null", "{}", "{\"plan\":\"pro\"}", "{\"fgablocked\":\"true\",\"FGA_blocked\":\"true\"}",
			"{\"fga_blocked\":null}", "{\"fga_blocked\":\"false\"}", "{\"fga_impersonation\":\"allow\"}",
			"{\"plan\":7,\"tags\":[]}" })
	void readWhenNothingIsDemandedThenIsNone(String metadata) {
		assertThat(read(metadata)).isEqualTo(OrganizationPolicy.NONE);
	}

	@Test
	void readWhenThereIsNoMetadataThenIsNone() {
		assertThat(PolicyMetadata.read(null)).isEqualTo(OrganizationPolicy.NONE);
	}

	@Test
	void readWhenEverythingIsDemandedThenIsRead() {
		assertThat(read("""
				{"plan": "pro", "fga_blocked": "true", "fga_max_session_age": "8h", "fga_recent_authentication": "5m",
				 "fga_authentication_methods": "mfa, hwk", "fga_allowed_networks": "192.0.2.0/24 2001:db8::/32",
				 "fga_impersonation": "read-only"}
				""")).isEqualTo(OrganizationPolicy.builder()
			.blocked(true)
			.maxSessionAge(Duration.ofHours(8))
			.recentAuthentication(Duration.ofMinutes(5))
			.authenticationMethods("mfa", "hwk")
			.allowedNetworks("192.0.2.0/24", "2001:db8::/32")
			.impersonation(ImpersonationPolicy.READ_ONLY)
			.build());
	}

	@ParameterizedTest
	@CsvSource({ "fga_blocked, ' TRUE '", "fga_impersonation, DENY", "fga_impersonation, read_only",
			"fga_max_session_age, PT8H", "fga_authentication_methods, ' mfa '",
			"fga_allowed_networks, '10.0.0.0/8,::1'" })
	void readWhenValueIsWrittenInAnotherWayThenIsRead(String key, String value) {
		assertThat(read("{\"" + key + "\":\"" + value + "\"}")).isNotEqualTo(OrganizationPolicy.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "fga_blocked, yes", "fga_blocked, ''", "fga_blocked, 1", "fga_max_session_age, 8",
			"fga_max_session_age, -8h", "fga_max_session_age, 0s", "fga_max_session_age, soon",
			"fga_recent_authentication, 5", "fga_recent_authentication, ''", "fga_authentication_methods, ''",
			"fga_authentication_methods, ','", "fga_authentication_methods, ',mfa'",
			"fga_authentication_methods, m\u00fcfa", "fga_allowed_networks, ''", "fga_allowed_networks, intranet",
			"fga_allowed_networks, '10.0.0.0/8,10.0.0.0/33'", "fga_impersonation, readonly", "fga_impersonation, ''",
			"fga_impersonation, none" })
	void readWhenValueMakesNoSenseThenSaysWhichButNotWhat(String key, String value) {
		assertThatExceptionOfType(UnreadableException.class)
			.isThrownBy(() -> read("{\"plan\":\"pro\",\"" + key + "\":\"" + value + "\"}"))
			.withMessage(key + " has no value that makes sense")
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "7", "[]", "{}", "[\"true\"]" })
	void readWhenValueIsNoTextThenFails(String value) {
		assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> read("{\"fga_blocked\":" + value + "}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "fga_blokced", "fga_", "fga_Blocked", "fga_blocked_", "fga_required_claims" })
	void readWhenKeyIsUnknownThenSaysWhich(String key) {
		assertThatExceptionOfType(UnreadableException.class)
			.isThrownBy(() -> read("{\"fga_blocked\":\"false\",\"" + key + "\":\"true\"}"))
			.withMessage("there is no key " + key);
	}

	@Test
	void readWhenKeyCannotBePrintedThenIsNot() {
		assertThatExceptionOfType(UnreadableException.class)
			.isThrownBy(() -> read("{\"fga_\\nERROR all is well\":\"true\"}"))
			.withMessage("there is no key of this kind that begins with fga_");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "\"fga_blocked\"", "true", "1" })
	void readWhenMetadataIsNoObjectThenFails(String metadata) {
		assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> read(metadata));
	}

	private static OrganizationPolicy read(String metadata) {
		return PolicyMetadata.read(JsonMapper.shared().readTree(metadata));
	}

}
