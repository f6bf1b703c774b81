package io.github.fgaspring.endtoend;

import java.util.List;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.test.EnableFgaEmulator;

import org.springframework.beans.factory.annotation.Autowired;

/**
 * A test of a whole application that is connected to an emulator. Who may do what there
 * stands in {@code endtoend.yaml}.
 */
@EnableFgaEmulator(seed = "classpath:endtoend.yaml")
abstract class AbstractConnectedTests {

	static final String ALICE = "user_alice";

	static final String BOB = "user_bob";

	static final String CAROL = "user_carol";

	static final String DORA = "user_dora";

	static final String ACME = "org_acme";

	static final String ALICES_MEMBERSHIP = "om_alice";

	static final String CHECKS = "/authorization/**";

	static final String KEYS = "/sso/jwks/**";

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
	 * A token of somebody in Acme.
	 */
	String tokenOf(String userId) {
		return this.emulator.sessionToken(userId, ACME);
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

}
