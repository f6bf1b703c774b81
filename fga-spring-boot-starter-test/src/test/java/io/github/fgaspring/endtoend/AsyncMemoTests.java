package io.github.fgaspring.endtoend;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.emulator.FgaEmulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a request asks, also if other threads end it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class AsyncMemoTests extends AbstractServerTests {

	@ParameterizedTest
	@ValueSource(strings = { "/things/", "/twice/", "/callable/", "/deferred/", "/future/", "/again-in-callable/",
			"/programmatic/" })
	void requestWhenAsksTheSameAgainThenOneCall(String path) {
		assertGranted(path);
		assertThat(checks()).isOne();
	}

	@Test
	void requestsWhenAskTheSameThenOneCallEach() {
		assertGranted("/twice/");
		assertGranted("/twice/");
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenThreePermissionsOnOneResourceThenTwoCalls() {
		assertGranted("/three/");
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenThreePermissionsInTwoThreadsThenTwoCalls() {
		assertGranted("/three-in-callable/");
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenAlwaysCurrentThenAskedAnew() {
		assertGranted("/then-current/");
		assertThat(checks()).isEqualTo(2);
	}

	@Test
	void requestWhenRevokedMeanwhileThenOnlyAlwaysCurrentSeesIt() {
		assertThat(send("/revoking/thing-4711").join().status()).isEqualTo(200);
		assertThat(checks()).isOne();
		this.emulator.assignRole(ALICES_MEMBERSHIP, "workspace-editor", "workspace", "w-1");
		assertThat(send("/revoking-then-current/thing-4711").join().status()).isEqualTo(403);
	}

	private void assertGranted(String path) {
		assertThat(send(path + "thing-4711").join()).satisfies((answer) -> {
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).isEqualTo("thing-4711");
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ThingController.class, ThingService.class })
	static class Application {

		@Bean(destroyMethod = "shutdownNow")
		ExecutorService executor() {
			return Executors.newCachedThreadPool();
		}

	}

	@RestController
	static class ThingController {

		private final ThingService things;

		private final Fga fga;

		private final ExecutorService executor;

		private final FgaEmulator emulator;

		ThingController(ThingService things, Fga fga, ExecutorService executor, FgaEmulator emulator) {
			this.things = things;
			this.fga = fga;
			this.executor = executor;
			this.emulator = emulator;
		}

		@GetMapping("/things/{id}")
		@RequiresPermission("thing:view")
		String show(@PathVariable @ResourceId("thing") String id) {
			return id;
		}

		@GetMapping("/twice/{id}")
		@RequiresPermission("thing:view")
		String twice(@PathVariable @ResourceId("thing") String id) {
			return this.things.view(id);
		}

		@GetMapping("/callable/{id}")
		@RequiresPermission("thing:view")
		Callable<String> callable(@PathVariable @ResourceId("thing") String id) {
			return () -> id;
		}

		@GetMapping("/deferred/{id}")
		@RequiresPermission("thing:view")
		DeferredResult<String> deferred(@PathVariable @ResourceId("thing") String id) {
			DeferredResult<String> result = new DeferredResult<>();
			this.executor.execute(() -> result.setResult(id));
			return result;
		}

		@GetMapping("/future/{id}")
		@RequiresPermission("thing:view")
		CompletableFuture<String> future(@PathVariable @ResourceId("thing") String id) {
			return CompletableFuture.supplyAsync(() -> id, this.executor);
		}

		@GetMapping("/again-in-callable/{id}")
		@RequiresPermission("thing:view")
		Callable<String> againInCallable(@PathVariable @ResourceId("thing") String id) {
			return () -> this.things.view(id);
		}

		@GetMapping("/programmatic/{id}")
		@RequiresPermission("thing:view")
		String programmatic(@PathVariable @ResourceId("thing") String id) {
			return this.fga.can("thing:view", "thing", id) ? id : "denied";
		}

		@GetMapping("/three/{id}")
		@RequiresPermission("thing:view")
		String three(@PathVariable @ResourceId("thing") String id) {
			return this.fga.can("thing:edit", "thing", id) ? this.things.late(id) : "denied";
		}

		@GetMapping("/three-in-callable/{id}")
		@RequiresPermission("thing:view")
		Callable<String> threeInCallable(@PathVariable @ResourceId("thing") String id) {
			return () -> three(id);
		}

		@GetMapping("/then-current/{id}")
		@RequiresPermission("thing:view")
		String thenCurrent(@PathVariable @ResourceId("thing") String id) {
			return this.things.current(id);
		}

		@GetMapping("/revoking/{id}")
		@RequiresPermission("thing:view")
		String revoking(@PathVariable @ResourceId("thing") String id) {
			revoke();
			return this.things.view(id);
		}

		@GetMapping("/revoking-then-current/{id}")
		@RequiresPermission("thing:view")
		String revokingThenCurrent(@PathVariable @ResourceId("thing") String id) {
			revoke();
			return this.things.current(id);
		}

		private void revoke() {
			this.emulator.removeRole(ALICES_MEMBERSHIP, "workspace-editor", "workspace", "w-1");
		}

	}

	@Service
	static class ThingService {

		@RequiresPermission("thing:view")
		String view(@ResourceId("thing") String id) {
			return id;
		}

		@RequiresPermission("thing:late")
		String late(@ResourceId("thing") String id) {
			return id;
		}

		@RequiresPermission(value = "thing:view", alwaysCurrent = true)
		String current(@ResourceId("thing") String id) {
			return id;
		}

	}

}
