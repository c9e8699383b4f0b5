package dev.uploadgateway.dataset;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Brings the declared datasets into the database after its migration and before the first request
 * or dispatch.
 */
@Component
class DeclaredDatasets implements SmartInitializingSingleton {

  private final DatasetProperties properties;
  private final Datasets datasets;

  DeclaredDatasets(DatasetProperties properties, Datasets datasets) {
    this.properties = properties;
    this.datasets = datasets;
  }

  @Override
  public void afterSingletonsInstantiated() {
    properties.datasets().forEach(datasets::declare);
  }
}
