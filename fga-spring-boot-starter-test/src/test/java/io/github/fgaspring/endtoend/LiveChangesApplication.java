package io.github.fgaspring.endtoend;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.events.FgaEvent;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application whose pages the token may answer, but for one, and that listens to what
 * happens at WorkOS.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ LiveChangesApplication.ProjectController.class, LiveChangesApplication.Heard.class })
class LiveChangesApplication {

	@RestController
	static class ProjectController {

		@GetMapping("/view/{id}")
		@RequiresPermission("project:view")
		String view(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/edit/{id}")
		@RequiresPermission("project:edit")
		String edit(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/edit-currently/{id}")
		@RequiresPermission(value = "project:edit", alwaysCurrent = true)
		String editCurrently(@PathVariable @ResourceId("project") String id) {
			return id;
		}

	}

	/**
	 * The events that the application was told of.
	 */
	static class Heard {

		private final List<FgaEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void hear(FgaEvent event) {
			this.events.add(event);
		}

		List<String> types() {
			return this.events.stream().map(FgaEvent::type).toList();
		}

		List<String> ids() {
			return this.events.stream().map(FgaEvent::id).toList();
		}

		void forget() {
			this.events.clear();
		}

	}

}
