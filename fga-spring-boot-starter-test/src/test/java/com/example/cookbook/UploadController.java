package com.example.cookbook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

@RestController
class UploadController {

	@GetMapping(path = "/projects/{projectId}/backup", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
	@RequiresPermission("project:view")
	StreamingResponseBody download(@PathVariable @ResourceId("project") String projectId) {
		return (output) -> output.write(("The backup of " + projectId).getBytes(StandardCharsets.UTF_8));
	}

	@PutMapping("/projects/{projectId}/backup")
	@RequiresPermission("project:edit")
	long upload(@PathVariable @ResourceId("project") String projectId, InputStream body) throws IOException {
		return body.transferTo(OutputStream.nullOutputStream());
	}

	@PostMapping("/projects/{projectId}/files")
	@RequiresPermission("project:edit")
	long uploadForm(@PathVariable @ResourceId("project") String projectId, @RequestParam MultipartFile file) {
		return file.getSize();
	}

}
