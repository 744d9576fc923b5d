// Draws the description of the interface, read from this site alone.
const place = document.getElementById("api-docs");
SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  // No other host is asked to judge the description.
  validatorUrl: null,
  persistAuthorization: false,
  defaultModelsExpandDepth: -1,
  supportedSubmitMethods: ["get"],
});
