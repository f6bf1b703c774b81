package io.github.fgaspring.endtoend;

import java.util.List;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import io.github.fgaspring.test.EnableFgaEmulator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test of a whole application that is connected to an emulator. Who may do what there
 * stands in {@code endtoend.yaml}.
 */
@EnableFgaEmulator(seed = "classpath:endtoend.yaml")
abstract class AbstractEmulatorTests {

	static final String ALICE = "user_alice";

	static final String BOB = "user_bob";

	static final String CAROL = "user_carol";

	static final String DORA = "user_dora";

	static final String ACME = "org_acme";

	static final String ALICES_MEMBERSHIP = "om_alice";

	static final String CHECKS = "/authorization/**";

	static final String KEYS = "/sso/jwks/**";

	@Autowired
	MockMvcTester mvc;

	@Autowired
	FgaEmulator emulator;

	/**
	 * A token of Alice in Acme, with claims to be changed.
	 */
	SessionTokenBuilder tokenBuilder() {
		return this.emulator.sessionTokenBuilder(ALICE, ACME);
	}

	/**
	 * A token of Alice with the given organization-level permissions.
	 */
	String token(String... permissions) {
		return tokenBuilder().claim("permissions", List.of(permissions)).build();
	}

	/**
	 * A request of Alice with the given organization-level permissions.
	 */
	MockMvcRequestBuilder request(HttpMethod method, String uri, String... permissions) {
		return this.mvc.method(method).uri(uri).header("Authorization", "Bearer " + token(permissions));
	}

	MockMvcRequestBuilder get(String uri, String... permissions) {
		return request(HttpMethod.GET, uri, permissions);
	}

	MockMvcRequestBuilder getAs(String userId, String uri) {
		return this.mvc.get().uri(uri).header("Authorization", "Bearer " + this.emulator.sessionToken(userId, ACME));
	}

	/**
	 * Grants everything, so that a denial is none of the API's.
	 */
	void grantEverything() {
		this.emulator.inject(granting());
	}

	/**
	 * An answer that grants, to be spoiled by something else about it.
	 */
	static Fault granting() {
		return Fault.on("POST", CHECKS).body("{\"authorized\":true}");
	}

	int checks() {
		return this.emulator.requests(CHECKS).size();
	}

	int keyFetches() {
		return this.emulator.requests(KEYS).size();
	}

	/**
	 * The only question there was is about Alice and has exactly this body.
	 * @return the request
	 */
	RecordedRequest assertAskedOnce(String body) {
		List<RecordedRequest> checks = this.emulator.requests(CHECKS);
		assertThat(checks).hasSize(1);
		RecordedRequest check = checks.get(0);
		assertThat(check.method()).isEqualTo("POST");
		assertThat(check.path()).isEqualTo("/authorization/organization_memberships/" + ALICES_MEMBERSHIP + "/check");
		assertThat(check.query()).isNull();
		JsonMapper json = JsonMapper.shared();
		assertThat(json.readTree(check.body())).isEqualTo(json.readTree(body));
		return check;
	}

}
