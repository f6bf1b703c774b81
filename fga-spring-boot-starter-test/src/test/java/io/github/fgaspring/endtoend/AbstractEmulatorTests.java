package io.github.fgaspring.endtoend;

import java.util.List;

import io.github.fgaspring.emulator.traffic.RecordedRequest;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test of a whole application that is connected to an emulator and takes requests
 * without a port.
 */
abstract class AbstractEmulatorTests extends AbstractConnectedTests {

	@Autowired
	MockMvcTester mvc;

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
		return this.mvc.get().uri(uri).header("Authorization", "Bearer " + tokenOf(userId));
	}

	/**
	 * Grants everything, so that a denial is none of the API's.
	 */
	void grantEverything() {
		this.emulator.inject(granting());
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
