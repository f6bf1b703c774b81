package io.github.fgaspring.endtoend;

import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.awaitility.Awaitility.await;

/**
 * A test of an application while things change at the emulator. Clocks are taken to
 * agree, or a token would count as issued before a change for another half a minute.
 */
@SpringBootTest(classes = LiveChangesApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "fga.session.clock-skew=0s")
abstract class AbstractLiveChangesTests {

	static final String VIEW = "/view/web";

	static final String EDIT = "/edit/web";

	static final String EDIT_CURRENTLY = "/edit-currently/web";

	@Autowired
	FgaEmulator emulator;

	@Autowired
	LiveChangesApplication.Heard heard;

	@LocalServerPort
	int port;

	WorkosAdministrator workos;

	private LoadGenerator load;

	@BeforeEach
	void connect() {
		this.workos = new WorkosAdministrator(this.emulator);
		this.load = new LoadGenerator(this.port);
		this.heard.forget();
	}

	/**
	 * A token of Alice that the application takes as it is. What happens within the
	 * second in which it was issued counts as later, so it may take more than one.
	 */
	String currentToken() {
		return await().until(() -> tokenBuilder().build(), (token) -> isTakenAsItIs(VIEW, token));
	}

	/**
	 * A token of Alice for Acme, of a session that WorkOS does not know: what is done to
	 * sessions by the way has no effect on it.
	 */
	SessionTokenBuilder tokenBuilder() {
		return this.emulator.sessionTokenBuilder("user_alice", "org_acme").claim("sid", "session_unknown");
	}

	boolean isTakenAsItIs(String uri, String token) {
		int before = checks();
		return get(uri, token) == 200 && checks() == before;
	}

	boolean isAskedFor(String uri, String token, int status) {
		int before = checks();
		return get(uri, token) == status && checks() > before;
	}

	int get(String uri, String token) {
		return this.load.send(uri, token).join().status();
	}

	int checks() {
		return this.emulator.requests("/authorization/organization_memberships/*/check").size();
	}

}
